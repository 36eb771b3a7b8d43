using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Grains.Tenants;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AlignZeg.Grains.Tests.Tenants;

public sealed class TenantStateTests
{
    private static readonly TenantOptions Options = new();
    private readonly FakeTimeProvider _time = new(new(2026, 3, 1, 22, 0, 0, TimeSpan.Zero));
    private readonly TenantState _state = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    [Fact]
    public void Reports_AreChargedOnce_HoweverOftenAndInWhateverOrder()
    {
        int[] said = [0, 10, 10, 4, 25, 10, 25];
        foreach (int images in said) Charge("job", images);
        Charge("other", 5);
        Assert.Equal(Usage(30), _state.Ever);
        Assert.False(Charge("job", 25));
        Assert.True(Charge("job", 25, running: false)); // it rests: that is to be remembered
        Assert.False(Charge("job", 25, running: false));
        Assert.True(Charge("job", 27)); // a retry
        Assert.Equal(Usage(32), _state.Ever);
    }

    [Fact]
    public void Reports_ThatAreAheadInOneThingAndBehindInAnother_AreChargedWithTheMostOfEach()
    {
        _state.Charge(new(Key("job"), new(10, 100, 5, 7.5, 0), Now, true), Now, Options);
        _state.Charge(new(Key("job"), new(8, 200, 5, 9, 2), Now, true), Now, Options);
        Assert.Equal(new LabellingUsage(10, 200, 5, 9, 2), _state.Ever);
    }

    [Fact]
    public void Usage_FallsOnTheDayOfItsReport()
    {
        Charge("job", 10);
        _time.Advance(TimeSpan.FromHours(2));
        Charge("job", 14);
        Assert.Equal([(new DateOnly(2026, 3, 1), Usage(10)), (new DateOnly(2026, 3, 2), Usage(4))], _state.Days.Select(day => (day.Key, day.Value)));
    }

    [Fact]
    public void UsedUpQuota_IsFreeOnTheNextDay_OrWhenRaised()
    {
        _state.Quotas = new(ImagesPerDay: 10);
        Assert.Null(UsedUp());
        Charge("job", 10);
        var breach = UsedUp()!;
        Assert.Equal(("images", 10, 10, TimeSpan.FromHours(2)), (breach.Quota, breach.Used, breach.Limit, breach.RetryAfter));
        Assert.Equal("The tenant 't' has used 10 of 10 images today; it goes on at 2026-03-02 00:00 UTC, or when the quota is raised.", breach.Message);
        _state.Quotas = new(ImagesPerDay: 11);
        Assert.Null(UsedUp());
        _state.Quotas = new(ImagesPerDay: 10);
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Null(UsedUp());
    }

    [Theory]
    [InlineData("images"), InlineData("pixels"), InlineData("device_seconds"), InlineData("bytes")]
    public void EveryQuota_StopsAtItsOwnLimit(string quota)
    {
        _state.Add(new(10, 20, 30, 40_000, 0), Now);
        _state.Quotas = Of(quota, 1);
        Assert.Null(UsedUp());
        _state.Quotas = Of(quota, 0);
        Assert.Equal(quota, UsedUp()!.Quota);

        static TenantQuotas Of(string quota, int more) => quota switch
        {
            "images" => new(ImagesPerDay: 10 + more),
            "pixels" => new(PixelsPerDay: 20 + more),
            "bytes" => new(BytesPerDay: 30 + more),
            _ => new(DeviceSecondsPerDay: 40 + more),
        };
    }

    [Fact]
    public void Job_ThatTheQuotaCannotCarry_IsRefused_AndLeavesNothing()
    {
        _state.Quotas = new(ImagesPerDay: 100);
        Charge("before", 30);
        var refused = Assert.Throws<QuotaExceededException>(() => Admit("job", 71));
        Assert.Equal(("images", TimeSpan.FromHours(2)), (refused.Quota, refused.RetryAfter));
        Assert.Equal(
            "The tenant 't' may use 100 images a day and has used 30 today, which does not carry 71 more; it goes on at 2026-03-02 00:00 UTC, or when the quota is raised.", refused.Message);
        Assert.Equal(["before"], _state.Jobs.Keys);
        Admit("job", 70);
        Admit("job", 71); // it is in already
        Assert.Equal(Usage(30), _state.Ever);
    }

    [Fact]
    public void RunningJobs_AreCounted_AsLongAsTheyAreHeardOf()
    {
        _state.Quotas = new(RunningJobs: 2);
        Admit("a", 1);
        Admit("b", 1);
        Assert.Equal("running_jobs", Assert.Throws<QuotaExceededException>(() => Admit("c", 1)).Quota);
        Charge("a", 1, running: false);
        Admit("c", 1);
        Assert.Throws<QuotaExceededException>(() => Admit("d", 1));
        _time.Advance(Options.JobIsLostAfter);
        Charge("c", 1);
        Admit("d", 1); // b was never begun after all
        Assert.Throws<QuotaExceededException>(() => Admit("e", 1));
    }

    [Fact]
    public void JobThatWasAtRest_NeedsAPlaceAgain_AndIsChargedOnce()
    {
        _state.Quotas = new(RunningJobs: 1);
        Charge("a", 5, running: false);
        Admit("b", 1);
        var again = new JobUsageReport(new("t", "a"), Usage(7), Now, IsRunning: true);
        Assert.Equal("running_jobs", Assert.Throws<QuotaExceededException>(() => _state.AdmitAgain(again, Now, Options)).Quota);
        Assert.Equal((5, 1), (_state.Ever.Images, _state.Running(Now, Options)));
        Charge("b", 0, running: false);
        _state.AdmitAgain(again, Now, Options);
        _state.AdmitAgain(again, Now, Options); // the answer was lost
        Assert.Equal((7, 1), (_state.Ever.Images, _state.Running(Now, Options)));
        Assert.Throws<QuotaExceededException>(() => Admit("b", 1));
    }

    [Fact]
    public void JobsLongPast_AreFolded_AndNeverChargedAgain()
    {
        var started = Now;
        Charge("job", 10, running: false);
        Charge("running", 5);
        _time.Advance(TimeSpan.FromDays(Options.KeepJobsDays + 1));
        _state.Fold(Now, Options);
        Assert.Equal(["running"], _state.Jobs.Keys);
        Report(10, running: false); // it was looked at
        Report(10, running: true); // and is retried
        Report(12, running: true);
        Assert.Equal(Usage(17), _state.Ever);
        _time.Advance(TimeSpan.FromDays(Options.KeepUsageDays));
        _state.Fold(Now, Options);
        Assert.Empty(_state.Days.Where(day => day.Value.Images > 2));
        Assert.Equal(Usage(17), _state.Ever);

        void Report(int images, bool running) => _state.Charge(new(Key("job"), Usage(images), started, running), Now, Options);
    }

    private QuotaBreach? UsedUp() => QuotaRules.UsedUp("t", _state.Quotas, _state.Of(Now), Now);

    private void Admit(string job, int images) => _state.Admit(Key(job), images, Now, Options);

    private bool Charge(string job, int images, bool running = true) => _state.Charge(new(Key(job), Usage(images), Now, running), Now, Options);

    private static JobKey Key(string job) => new("t", job);

    private static LabellingUsage Usage(int images) => new(images, 100 * images, 10 * images, 2 * images, 0);
}
