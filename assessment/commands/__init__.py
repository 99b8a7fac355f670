"""Commands for whoever runs the app, beside it: accounts, the audit log, backups, documents."""
