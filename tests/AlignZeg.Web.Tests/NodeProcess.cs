using System.Diagnostics;
using System.Runtime.CompilerServices;
using AlignZeg.Servers;

namespace AlignZeg.Web.Tests;

/// <summary>Programs of node that belong to the pages.</summary>
internal static class NodeProcess
{
    /// <summary>Where the pages' sources are.</summary>
    public static string Web { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src", "AlignZeg.Web"));

    /// <summary>Where the programs of the browser's tests are.</summary>
    public static string Browser { get; } = Path.Combine(Here(), "browser");

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        foreach (string folder in new[] { Path.Combine(Web, "node_modules", "esbuild"), Path.Combine(Here(), "..", "tools", "node_modules", "playwright-core") })
            if (!Directory.Exists(folder)) TestServers.Miss($"there is no {Path.GetFileName(folder)}");
        var start = new ProcessStartInfo("node", arguments) { WorkingDirectory = Web, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var node = Process.Start(start)!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();
        return (node.ExitCode, $"{await output}{await errors}");
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
