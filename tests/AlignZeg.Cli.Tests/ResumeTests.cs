using System.Text.Json;

namespace AlignZeg.Cli.Tests;

[Collection(InTurn.Name)]
public sealed class ResumeTests(ReferenceRun reference)
{
    private const int Interrupt = 2, Kill = 9, Terminate = 15;
    private const int Workers = 2, Lease = 16; // one lease per worker may be computed again, never all that was done

    [Theory]
    [InlineData(1, 2)]
    [InlineData(ReferenceRun.Count * 3 / 4, 1)]
    public async Task Kill_ThenTheSameCommand_GivesTheSameBytes(int after, int workers)
    {
        using var folder = new TemporaryFolder();
        await StopAsync(folder["out"], Kill, after, workers);
        var resumed = (await AlignZegProcess.RunAloneAsync(reference.Command(folder["out"], "--workers", $"{workers}"))).Expect(0);
        Assert.InRange(resumed.Last.GetProperty("recomputed").GetInt32(), 0, workers * Lease);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
    }

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task Interruption_Ends130_AndGoesOn(int signal)
    {
        using var folder = new TemporaryFolder();
        var stopped = await StopAsync(folder["out"], signal, ReferenceRun.Count / 4);
        stopped.ExpectSentence(130, "run the same command again to go on");
        (await AlignZegProcess.RunAloneAsync(reference.Command(folder["out"], "--workers", $"{Workers}"))).Expect(0);
        await Results.AssertSameAsync(reference.Output, folder["out"]);
    }

    /// <summary>Runs the reference command until so many images are done, then sends a signal.</summary>
    private async Task<Outcome> StopAsync(string output, int signal, int after, int workers = Workers)
    {
        using var process = AlignZegProcess.Start(reference.Command(output, "--workers", $"{workers}"));
        Assert.True(await process.ReadUntilAsync(line => IsProgress(line, after)), "the job ended before it could be stopped");
        process.Signal(signal);
        var outcome = await process.EndAsync();
        Assert.False(File.Exists(Path.Combine(output, "summary.json")), "the job was finished before the signal came");
        return outcome;
    }

    private static bool IsProgress(JsonElement line, int after) =>
        line.GetProperty("event").GetString() == "progress" && line.GetProperty("done").GetInt32() >= after;
}
