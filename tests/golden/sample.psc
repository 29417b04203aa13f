<?xml version="1.0" encoding="UTF-8"?>
<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">
  <psc:chapter start="00:00:00.000" title="The Quay - Harbour Lights Off" />
  <psc:chapter start="00:03:04.200" title="Mira Sand - The Crossing" />
  <psc:chapter start="00:05:00.500" title="Old Records/waltz in the canteen.mp3" />
  <psc:chapter start="00:08:32.000" title="Unnamed music" />
  <psc:chapter start="01:00:12.040" title="Lena Holm - Harbour Lights Off" />
  <psc:chapter start="01:01:35.000" title="Nightline - Glass Elevator (12″ Version)" />
  <psc:chapter start="01:25:00.000" title="Mira Sand - The Crossing" />
</psc:chapters>
