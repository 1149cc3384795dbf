"""The debugger driver that runs beside the program; its host speaks to it over a channel of its own."""
