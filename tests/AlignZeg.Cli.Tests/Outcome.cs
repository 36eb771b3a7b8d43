using System.Text.Json;

namespace AlignZeg.Cli.Tests;

/// <summary>What a process left.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>The last line of standard output, as JSON.</summary>
    public JsonElement Last => Lines[^1];

    /// <summary>Every line of standard output, as JSON.</summary>
    public IReadOnlyList<JsonElement> Lines => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public Outcome Expect(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"expected exit code {exitCode}, got {ExitCode}\n--- output\n{Output}\n--- error\n{Error}");
        return this;
    }

    /// <summary>One sentence for a person: exit code, one line, no stack trace.</summary>
    public void ExpectSentence(int exitCode, params string[] words)
    {
        Expect(exitCode);
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.StartsWith("alignzeg: ", StringComparison.Ordinal));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ALIGNZEG_TRACE", Error, StringComparison.Ordinal); // that is what an unforeseen error says
    }
}
