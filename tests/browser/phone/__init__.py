"""The phone's page in a real browser: on hotel Wi-Fi, asleep, offline, in two tabs, by keyboard."""
