# 在“以管理员身份运行”的 PowerShell 里：  powershell -ExecutionPolicy Bypass -File install.ps1
# 链图装在 C:\Liantu\.venv，数据在 C:\ProgramData\Liantu，开机后以 LocalService 运行，只对本机开放。没有在 Windows 上运行过。
$ErrorActionPreference = 'Stop'
$liantu = 'C:\Liantu\.venv\Scripts\liantu.exe'
$data = 'C:\ProgramData\Liantu'
if (-not (Test-Path $liantu)) { throw "没有 $liantu" }
New-Item -ItemType Directory -Force $data | Out-Null
# 只有管理员、系统和 LocalService 能读写：里面有密钥的摘要
icacls $data /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-19:(OI)(CI)M' | Out-Null
& $liantu --store "$data\liantu.lbug" serve --check
if ($LASTEXITCODE -ne 0) { throw "liantu serve --check：退出码 $LASTEXITCODE" }
# 文件里没有 XML 声明：PowerShell 交过去的文字是 UTF-16
$xml = Get-Content -Raw -Encoding UTF8 (Join-Path $PSScriptRoot 'liantu-task.xml')
Register-ScheduledTask -TaskName 'Liantu' -Xml $xml -Force | Out-Null
Start-ScheduledTask -TaskName 'Liantu'
