@echo off
rem The way in on Windows, like inv: makes sure that the environment has what the lock files name
rem (bootstrap.py), then hands over to entry.py.
setlocal DisableDelayedExpansion
set "root=%~dp0"

for %%v in (PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONSTARTUP PYTHONINSPECT PYTHONOPTIMIZE PYTHONWARNINGS
    PYTHONDEVMODE PYTHONDEBUG PYTHONVERBOSE PYTHONPLATLIBDIR PYTHONUSERBASE PYTHONEXECUTABLE PYTHONCASEOK
    PYTHONNODEBUGRANGES PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYTHONPROFILEIMPORTTIME PYTHONBREAKPOINT
    __PYVENV_LAUNCHER__) do set "%%v="

rem Commands that use the test tools too.
set "tools="
for %%w in (test lint bench fuzz audit screenshots) do if "%~1"=="%%w" set "tools=--test"

call :find
if defined venv goto run

set "python=%PYTHON%"
if defined python goto install
set "python=py"
where py >nul 2>&1 && goto install
set "python=python"
where python >nul 2>&1 && goto install
echo inv: Python 3.11 or newer is needed. Install it from python.org and run this again. 1>&2
exit /b 1

:install
"%python%" -I "%root%bootstrap.py" %tools%
if errorlevel 1 exit /b 1
call :find
if not defined venv exit /b 1

:run
"%venv%\Scripts\python.exe" "%root%entry.py" %*
exit /b %errorlevel%

rem Sets venv to the environment in use if it fits the lock files.
:find
set "venv="
set "current="
if not exist "%root%.venvs\current" exit /b
set /p current=<"%root%.venvs\current"
set "candidate=%root%.venvs\%current%"
if not exist "%candidate%\Scripts\python.exe" exit /b
fc /b "%root%requirements.lock" "%candidate%\requirements.lock" >nul 2>&1 || exit /b
if not defined tools goto fits
fc /b "%root%requirements-test.lock" "%candidate%\requirements-test.lock" >nul 2>&1 || exit /b
:fits
set "venv=%candidate%"
exit /b
