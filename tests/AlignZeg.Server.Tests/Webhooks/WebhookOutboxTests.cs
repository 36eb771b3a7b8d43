using System.Net;
using System.Text;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Webhooks;
using AlignZeg.Grains.Jobs;
using AlignZeg.Grains.Webhooks;

namespace AlignZeg.Server.Tests.Webhooks;

/// <summary>The rules of deliveries, without a cluster.</summary>
public sealed class WebhookOutboxTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SendOutcome Down = SendOutcome.Of(500), Fine = SendOutcome.Of(200);
    private readonly WebhookOutbox _outbox = new();
    private readonly WebhookOptions _options = new();

    [Fact]
    public void Events_OfOneJob_WaitForEachOther_AndThoseOfOthersDoNot()
    {
        Take("a", 1, 2);
        Take("b", 1);
        Assert.Equal(["a1", "b1"], Due(Start));
        Note(Down, Start);
        Assert.Equal(["b1"], Due(Start));
        Assert.Equal(["a1", "b1"], Due(Start + TimeSpan.FromMinutes(1)));
        Note(Fine, Start + TimeSpan.FromMinutes(1));
        Assert.Equal(["a2", "b1"], Due(Start + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Event_ThatIsToldAgain_IsTakenOnce_AlsoAfterItWasDelivered()
    {
        Take("a", 1);
        Note(Fine, Start);
        Assert.False(Take("a", 1));
        Assert.True(Take("a", 1, 2));
        Assert.Equal(["a2"], Due(Start));
        Assert.NotEqual(WebhookBody.Of(new("t", "a"), Event(1)).Id, WebhookBody.Of(new("u", "a"), Event(1)).Id);
    }

    [Fact]
    public void Event_ThatIsGivenUp_LetsTheNextOneGo_AfterThreeDays()
    {
        Take("a", 1, 2);
        var now = Start;
        for (int attempts = 0; Due(now) is ["a1"]; now = _outbox.Pending[0].NextAttemptAt!.Value)
        {
            Note(Down, now);
            Assert.InRange(++attempts, 1, 30);
        }

        Assert.Equal(["a2"], Due(now));
        Assert.Equal((1, DeliveryState.Failed), (_outbox.Ended.Count, _outbox.Ended[0].State));
        Assert.InRange(_outbox.Ended[0].LastAttemptAt!.Value - Start, TimeSpan.FromDays(2), TimeSpan.FromDays(3));
    }

    [Fact]
    public void Outbox_ThatIsFull_GivesUpTheOldestBatch_BeforeAnyEventOfTheJob()
    {
        _options.MaxPending = 2;
        _outbox.Take(new("t", "a"), [Event(1), Event(2, WebhookEvents.BatchCompleted), Event(3)], _ => true, Start, _options);
        Assert.Equal([1L, 3L], _outbox.Pending.Select(one => one.Number));
        Assert.Equal(1, _outbox.Dropped);
        Take("a", 4);
        Assert.Equal([3L, 4L], _outbox.Pending.Select(one => one.Number));
    }

    [Fact]
    public void Pauses_GrowUpToTheLongest_AndDifferByChance()
    {
        double Pause(int attempts, double chance) => RetryPlan.PauseAfter(attempts, TimeSpan.Zero, chance, _options)!.Value.TotalSeconds;
        Assert.Equal([5d, 20d, 80d], new[] { 1, 2, 3 }.Select(attempts => Math.Round(Pause(attempts, 0.5), 3)));
        Assert.Equal((4, 6), (Math.Round(Pause(1, 0), 3), Math.Round(Pause(1, 1), 3)));
        Assert.Equal(_options.LongestPause.TotalSeconds, Pause(25, 0.5), 3);
        Assert.Null(RetryPlan.PauseAfter(1, _options.GiveUpAfter, 0.5, _options));
    }

    [Fact]
    public void Job_TellsItsPhasesOnce_AndItsBatchesBeforeItsEnd()
    {
        var job = new JobAnnouncements();
        Assert.True(job.Note(Status(JobPhase.Running)));
        Assert.False(job.Note(Status(JobPhase.Running)));
        job.Note(Status(JobPhase.Blocked));
        job.Note(Status(JobPhase.Running));
        job.NoteBatch(0, new(10, 9, 1, 0, 0, new Dictionary<string, int>(), null, LabellingUsage.None));
        job.Note(Status(JobPhase.Completed));
        Assert.Equal(
            [WebhookEvents.JobStarted, WebhookEvents.JobBlocked, WebhookEvents.JobResumed, WebhookEvents.BatchCompleted, WebhookEvents.JobCompleted], job.Pending.Select(one => one.Type));
        Assert.Equal(Enumerable.Range(1, 5), job.Pending.Select(one => (int)one.Sequence));
        job.Forget(4);
        Assert.Equal(WebhookEvents.JobCompleted, Assert.Single(job.Pending).Type);
    }

    [Fact]
    public void Job_OfBeforeThereWereWebhooks_IsNotAnnouncedAfterwards()
    {
        var job = new JobAnnouncements();
        job.Adopt(JobPhase.Completed);
        Assert.False(job.Note(Status(JobPhase.Completed)));
    }

    [Fact]
    public void Signature_IsThatOfTheSpecification() => // the example of its libraries
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookSignature.Of(
            ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("{\"test\": 2432232314}")));

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.0.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:8.8.8.8", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Address_IsPublicOrNot(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    private bool Take(string job, params long[] sequences) => _outbox.Take(new("t", job), sequences.Select(sequence => Event(sequence)), _ => true, Start, _options);

    private void Note(SendOutcome outcome, DateTimeOffset now) => _outbox.Note(_outbox.Due(now).First(), outcome, 0.5, now, _options);

    private string[] Due(DateTimeOffset now) => [.. _outbox.Due(now).Select(one => one.Job + System.Text.Json.JsonDocument.Parse(one.Body).RootElement.GetProperty("sequence").GetInt64())];

    private static JobEvent Event(long sequence, string type = WebhookEvents.JobStarted) => new(sequence, type, Start, Status(JobPhase.Running));

    private static JobStatus Status(JobPhase phase) =>
        new(phase, new(10, 1, 0, 0, 0, new Dictionary<string, int>(), LabellingUsage.None), null, 1, new(Start, Start, 0, null, Start, null));
}
