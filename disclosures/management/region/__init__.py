"""A made-up region (演示数据): departments, ledgers and five years of publications, to any size."""
