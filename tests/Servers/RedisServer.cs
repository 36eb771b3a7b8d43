using System.Diagnostics;

namespace AlignZeg.Servers;

/// <summary>A Redis that writes down what it is told.</summary>
public sealed class RedisServer : ServerProcess
{
    private const string Program = "/usr/bin/redis-server";

    public string Address => $"127.0.0.1:{Port}";

    protected override string? Missing => File.Exists(Program) ? null : "Redis is not installed; 'bash tests/run.sh' installs it (Debian package redis-server).";

    protected override ProcessStartInfo CommandLine()
    {
        var start = new ProcessStartInfo(Program) { WorkingDirectory = Folder };
        foreach (var argument in new[] { "--bind", "127.0.0.1", "--port", $"{Port}", "--dir", Folder, "--appendonly", "yes", "--save", "" }) start.ArgumentList.Add(argument);
        return start;
    }
}
