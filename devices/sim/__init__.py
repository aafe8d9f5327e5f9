"""The other end of each wire: simulators that speak the same bytes as the devices."""
