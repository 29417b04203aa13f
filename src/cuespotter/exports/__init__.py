"""What is handed on: one file for each format, in rooms; one table names them (`formats`).

`page` is read, `sheets` are filed, `editing` opens in an editor, `players` show or play, `research` measures.
The rooms are strangers to each other; what they share stands here:
`base`, `wording`, `xml_text`, `music_files`.
"""
