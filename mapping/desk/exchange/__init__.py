"""The desk's data in and out: backups that hold everything, tables that anyone may have."""
