using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Jobs;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

public sealed class JobStateTests
{
    private static readonly Dictionary<int, ShardCounts> None = [];
    private static readonly JobKey Key = new("t", "j");
    private static readonly JobRequest Request = new(new("t", "d"), 1, new("t", "v"), 1, new ModelBundle(new("m"), "/m", "1"), new JobOutputs());

    [Fact]
    public void SameRequest_IsTheSameJob()
    {
        var state = Begun();
        Assert.False(state.Accept(Key, Request));
        Assert.False(state.Accept(Key, Request with { Model = Request.Model with { Path = "/elsewhere" } })); // the files are the same
    }

    [Fact]
    public void AnotherRequest_IsAConflict_ThatSaysWhatDiffers()
    {
        var state = Begun();
        Assert.Equal("set of images", Conflict(state, Request with { DatasetVersion = 2 }));
        Assert.Equal("vocabulary", Conflict(state, Request with { VocabularyVersion = 2 }));
        Assert.Equal("model", Conflict(state, Request with { Model = Request.Model with { Hash = "2" } }));
        Assert.Equal("choice of outputs", Conflict(state, Request with { Outputs = new(Overlay: true) }));
        Assert.Equal("choice of tiles for large pictures", Conflict(state, Request with { Tiling = JobTiling.Auto }));
    }

    [Theory]
    [InlineData(63, 63, 0, "tiles have 63")]
    [InlineData(1000, 20000, 0, "tiles have 20000")]
    [InlineData(1000, 1000, 501, "share 501")]
    [InlineData(1000, 1000, -1, "share -1")]
    [InlineData(10, 64, 0, "cut above 10")]
    public void TilesThatCannotBe_AreRefused(int above, int size, int overlap, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<InvalidJobTermsException>(() => new JobState().Accept(Key, Request with { Tiling = new(above, size, overlap) })).Message, StringComparison.Ordinal);

    [Fact]
    public void Shard_CountsOnce_AndTheLastOneCompletes()
    {
        var state = Begun();
        Assert.Equal([0, 1], state.NextShards(2));
        Assert.True(state.ShardDone(1, Counts(8, 2), DateTimeOffset.UnixEpoch));
        Assert.False(state.ShardDone(1, Counts(8, 2), DateTimeOffset.UnixEpoch));
        Assert.Equal([0, 2], state.NextShards(9));
        state.ShardDone(0, Counts(10, 0), DateTimeOffset.UnixEpoch);
        Assert.Equal(JobPhase.Running, state.Phase);
        state.ShardDone(2, Counts(5, 0), DateTimeOffset.UnixEpoch);
        Assert.Equal(JobPhase.Completed, state.Phase);
        var counts = state.Count(None);
        Assert.Equal((25, 23, 2, 0), (counts.Total, counts.Ok, counts.Failed, counts.Pending()));
        Assert.Equal(2, counts.FailuresByReason["empty"]);
    }

    [Fact]
    public void ShardThatIsDone_AndStillHeldToBeOpen_CountsOnce()
    {
        var state = Begun();
        state.ShardDone(0, Counts(10, 0), DateTimeOffset.UnixEpoch);
        var counts = state.Count(new Dictionary<int, ShardCounts> { [0] = Counts(10, 0), [1] = Counts(3, 1) });
        Assert.Equal((13, 1), (counts.Ok, counts.Failed));
    }

    [Fact]
    public void Phases_FollowTheirRules()
    {
        var state = Begun();
        Assert.True(state.Pause(Key));
        Assert.False(state.Pause(Key));
        Assert.True(state.Resume(Key));
        Assert.False(state.Resume(Key));
        Assert.True(state.Cancel(Key, DateTimeOffset.UnixEpoch));
        Assert.False(state.Cancel(Key, DateTimeOffset.UnixEpoch));
        Assert.Throws<JobPhaseException>(() => state.Resume(Key));
        Assert.Throws<JobPhaseException>(() => state.Pause(Key));
    }

    [Fact]
    public void Terms_MayChange_AndAreChecked()
    {
        var state = Begun();
        Assert.False(state.Accept(Key, Request with { Terms = new(5) }));
        Assert.False(state.TakeTerms(new()));
        Assert.True(state.TakeTerms(new(5, MaxFailures: 3)));
        Assert.False(state.TakeTerms(new(5, MaxFailures: 3)));
        Assert.Equal(5, state.Request!.Terms!.Priority);
        Assert.True(state.TakeTerms(null));
        Assert.Throws<InvalidJobTermsException>(() => state.Accept(Key, Request with { Terms = new(101) }));
        Assert.Throws<InvalidJobTermsException>(() => state.Accept(Key, Request with { Terms = new(MaxFailures: -1) }));
    }

    [Fact]
    public void Retry_TakesFailuresBack_AndACompletedJobRunsAgain()
    {
        var state = Completed();
        Assert.False(state.Retry(Key, ["other"], null, None)); // nothing failed for that
        Assert.Equal(JobPhase.Completed, state.Phase);
        Assert.True(state.Retry(Key, ["empty"], 1, None));
        Assert.False(state.Retry(Key, ["empty"], 1, None)); // the same call again
        Assert.Equal((JobPhase.Running, null), (state.Phase, state.EndedAt));
        Assert.Equal([1], state.NextShards(9));
        var counts = state.Count(None); // before the shard is open
        Assert.Equal((25, 23, 0, 2), (counts.Total, counts.Ok, counts.Failed, counts.Pending()));
        Assert.Empty(counts.FailuresByReason);
        Assert.Equal(25, counts.Usage.Images);
        counts = state.Count(new Dictionary<int, ShardCounts> { [1] = Counts(8, 0) with { Total = 10 } });
        Assert.Equal((23, 0), (counts.Ok, counts.Failed)); // the open shard stands for itself, once
        Assert.False(state.ShardDone(1, Counts(8, 2), DateTimeOffset.UnixEpoch)); // said before the retry, arrives after it
        Assert.True(state.ShardDone(1, Counts(9, 1) with { Retries = 1 }, DateTimeOffset.UnixEpoch));
        counts = state.Count(None);
        Assert.Equal((JobPhase.Completed, 24, 1), (state.Phase, counts.Ok, counts.Failed));
        Assert.Equal(1, counts.FailuresByReason["empty"]);
    }

    [Fact]
    public void Retry_IsNotForCancelledJobs()
    {
        var state = Begun();
        state.Cancel(Key, DateTimeOffset.UnixEpoch);
        Assert.Throws<JobPhaseException>(() => state.Retry(Key, null, null, None));
    }

    [Fact]
    public void Hopelessness_BeginsAboveTheLimit_AndSaysHowToGoOn()
    {
        var state = Begun();
        state.ShardDone(0, Counts(8, 2), DateTimeOffset.UnixEpoch);
        Assert.Null(state.Hopelessness(state.Count(None)));
        state.TakeTerms(new(MaxFailures: 2));
        Assert.Null(state.Hopelessness(state.Count(None)));
        state.TakeTerms(new(MaxFailures: 1));
        var problem = state.Hopelessness(state.Count(None));
        Assert.StartsWith("2 of 10 images failed, and the job allows 1; the most frequent reason is 'empty' (2).", problem, StringComparison.Ordinal);
        Assert.Contains("higher limit", problem, StringComparison.Ordinal);
    }

    private static JobState Completed()
    {
        var state = Begun();
        state.ShardDone(0, Counts(10, 0), DateTimeOffset.UnixEpoch);
        state.ShardDone(1, Counts(8, 2), DateTimeOffset.UnixEpoch);
        state.ShardDone(2, Counts(5, 0), DateTimeOffset.UnixEpoch);
        Assert.Equal(JobPhase.Completed, state.Phase);
        return state;
    }

    private static JobState Begun()
    {
        var state = new JobState();
        Assert.True(state.Accept(Key, Request));
        state.Begin(Request, new DatasetVersion(1, "h", 25, 10), DateTimeOffset.UnixEpoch);
        return state;
    }

    private static string Conflict(JobState state, JobRequest request) => Assert.Throws<JobConflictException>(() => state.Accept(Key, request)).Difference;

    private static ShardCounts Counts(int ok, int failed) =>
        new(ok + failed, ok, failed, 0, 0, failed == 0 ? new Dictionary<string, int>() : new Dictionary<string, int> { ["empty"] = failed }, null, new(ok + failed, 0, 0, 0, 0));
}
