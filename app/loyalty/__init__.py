"""The rules' ground: values that know no disk, no clock and no library."""
