"""The workbook (工作簿): everything of one unit's budget as one XLSX file, out and in again."""
