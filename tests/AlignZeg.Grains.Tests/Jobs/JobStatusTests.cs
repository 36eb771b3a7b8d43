using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

public sealed class JobStatusTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Rate_CountsThePresentRunOnly()
    {
        var status = Status(JobPhase.Running, done: 60, doneAtResume: 40, seconds: 10);
        Assert.Equal(2, status.Rate());
        Assert.Equal(TimeSpan.FromSeconds(20), status.Remaining());
    }

    [Fact]
    public void Remaining_IsUnknown_BeforeTheFirst_AndAtRest()
    {
        Assert.Null(Status(JobPhase.Running, done: 40, doneAtResume: 40, seconds: 10).Remaining());
        Assert.Null(Status(JobPhase.Paused, done: 60, doneAtResume: 40, seconds: 10).Remaining());
    }

    [Fact]
    public void Silence_BeginsWithTheNewestResult_OrTheRun()
    {
        var status = Status(JobPhase.Running, done: 40, doneAtResume: 40, seconds: 90);
        Assert.Equal(TimeSpan.FromSeconds(90), status.SilentFor());
        Assert.Equal(TimeSpan.FromSeconds(30), (status with { Progress = status.Progress with { LastProgressAt = Start.AddSeconds(60) } }).SilentFor());
        Assert.Equal(TimeSpan.FromSeconds(90), (status with { Progress = status.Progress with { LastProgressAt = Start.AddSeconds(-5) } }).SilentFor());
        Assert.Null((status with { Phase = JobPhase.Completed }).SilentFor());
    }

    private static JobStatus Status(JobPhase phase, int done, int doneAtResume, int seconds) => new(
        phase, new(100, done, 0, 0, 0, new Dictionary<string, int>(), LabellingUsage.None), null, 1,
        new(Start.AddHours(-1), Start, doneAtResume, null, Start.AddSeconds(seconds), null));
}
