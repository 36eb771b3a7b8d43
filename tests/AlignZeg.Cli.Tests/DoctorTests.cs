namespace AlignZeg.Cli.Tests;

public sealed class DoctorTests
{
    private static readonly string[] Subjects = ["system", "torch", "libvips", "device", "threads", "memory", "storage", "model"];

    [Fact]
    public async Task Doctor_FindsEverythingInOrder()
    {
        var summary = (await AlignZegProcess.RunAloneAsync("doctor", "--json")).Expect(0).Last;
        Assert.True(summary.GetProperty("ok").GetBoolean());
        Assert.Equal(Subjects, summary.GetProperty("findings").EnumerateArray().Select(one => one.GetProperty("subject").GetString()!));
        Assert.DoesNotContain(summary.GetProperty("findings").EnumerateArray(), one => one.GetProperty("verdict").GetString() == "fail");
    }

    [Fact]
    public async Task Doctor_SaysWhatIsBroken()
    {
        var outcome = (await AlignZegProcess.RunAloneAsync("doctor", "--model", Path.GetTempPath(), "--output", "/proc/nowhere")).Expect(1);
        Assert.Contains("FAIL  model", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  storage", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--output", outcome.Output, StringComparison.Ordinal);
    }

    // libgomp itself says how often a thread looks before it sleeps (300,000 times, if nobody said anything): threads that spin while they wait make everything slow on a busy machine.
    [Theory]
    [InlineData(null, true)]
    [InlineData("ACTIVE", false)]
    public async Task ThreadsOfLibtorch_SleepWhileTheyWait_UnlessTheEnvironmentSaysOtherwise(string? policy, bool sleep)
    {
        var environment = new Dictionary<string, string> { ["OMP_DISPLAY_ENV"] = "verbose" };
        if (policy is not null) environment["OMP_WAIT_POLICY"] = policy;
        using var process = AlignZegProcess.StartProgram(AlignZegProcess.Program, ["doctor"], environment);
        string said = (await process.EndAsync()).Error;
        Assert.Contains("GOMP_SPINCOUNT", said, StringComparison.Ordinal);
        Assert.Equal(sleep, said.Contains("GOMP_SPINCOUNT = '0'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Doctor_ReportsMissingNatives()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(AlignZegProcess.Program)!).Where(file => !file.Contains(".so", StringComparison.Ordinal)))
            File.Copy(file, folder[Path.GetFileName(file)]);
        var outcome = (await AlignZegProcess.RunProgramAsync(folder["alignzeg"], "doctor")).Expect(1);
        Assert.Contains("FAIL  torch", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("FAIL  libvips", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("ok    system", outcome.Output, StringComparison.Ordinal);
    }
}
