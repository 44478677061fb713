"""The commands, a file each; it is imported when the command is called."""
