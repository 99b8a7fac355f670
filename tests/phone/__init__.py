"""The phone's pages at their addresses: taking a seat, answering, being refused, leaving."""
