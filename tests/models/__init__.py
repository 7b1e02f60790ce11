"""Tests of rows, constraints, scopes and roles."""
