// Dark or light, before anything is drawn: as the system says, until the reviewer says otherwise.
const chosenTheme = localStorage.getItem("cuespotter-theme");
if (chosenTheme === "dark" || chosenTheme === "light") document.documentElement.dataset.theme = chosenTheme;
