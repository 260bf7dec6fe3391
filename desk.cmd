@echo off
rem Windows: a double click opens the editors' desk in the browser.
call "%~dp0inv.cmd" desk
if errorlevel 1 pause
