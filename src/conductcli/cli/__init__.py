"""The table of contents: every command, its group and what it gives; its own file is imported when it is called."""

CONTENTS = {
    "Explore": {
        "list": "cases, a row each",
        "show": "one case, whole",
        "compare": "cases or forces side by side: what was said, found and done",
        "search": "every record that holds the words, best first",
        "timeline": "everything that has a date",
    },
    "Track": {
        "findings": "what was found, a row each",
        "outcomes": "what became of the officers",
        "recommendations": "what was recommended, to whom, and the answers",
        "statements": "what was said, by whom",
        "figures": "numbers, each as one source prints it",
        "conflicts": "where sources disagree",
        "sources": "the documents that all of it rests on",
    },
    "Keep": {
        "load": "case files into a database",
        "check": "all problems of case files, with their places",
        "diff": "what differs between two registers: removed, changed, added",
        "schema": "the JSON Schema of a case file",
        "import": "published tables into case files",
    },
    "Share": {
        "export": "every table for other tools: CSV, JSON Lines, Parquet, XLSX, a data package",
        "report": "a web page of cases, in one file",
        "feed": "what is new, for feed readers: since a day or against an earlier edition",
        "brief": "what a scrutiny panel takes into the meeting on a force",
        "serve": "a web site of the register on this machine, to browse, search and ask",
    },
}
