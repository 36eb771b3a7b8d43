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
