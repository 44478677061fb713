"""The register as a site on this machine: Datasette over a copy, told what is what, and guarded."""
