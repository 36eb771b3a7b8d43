using System.Runtime.CompilerServices;
using AlignZeg.Cli.Benchmarks.Servers;

namespace AlignZeg.Servers;

/// <summary>Where tests find real servers, and what they do without them.</summary>
public static class TestServers
{
    /// <summary>Where Debian has Redis.</summary>
    public const string RedisProgram = "/usr/bin/redis-server";

    /// <summary>Where npm has Azurite.</summary>
    public static string AzuriteProgram { get; } = FindAzurite();

    /// <summary>An Azurite that is not started yet.</summary>
    public static AzuriteServer Azurite() => new(AzuriteProgram);

    /// <summary>A Redis that is not started yet.</summary>
    /// <param name="password">What it asks clients for. Default: nothing.</param>
    public static RedisServer Redis(string? password = null) => new(RedisProgram, password);

    /// <summary>Skips the running test where the server is not installed; the test command installs it and then insists.</summary>
    public static void Require(this ServerProcess server)
    {
        if (server.Missing is { } missing) Miss(missing);
    }

    /// <summary>Skips or fails the running test, as <see cref="Require"/> does, for want of what a sentence names.</summary>
    public static void Miss(string missing)
    {
        string sentence = $"What the test needs is not installed: {missing}; 'bash tests/run.sh' installs it.";
        if (Environment.GetEnvironmentVariable("ALIGNZEG_TEST_SERVERS") == "required") throw new InvalidOperationException(sentence);
        Xunit.Assert.Skip(sentence);
    }

    private static string FindAzurite([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "tools", "node_modules", ".bin", "azurite-blob");
}
