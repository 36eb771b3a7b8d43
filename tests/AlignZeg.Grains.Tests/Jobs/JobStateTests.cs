using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Grains.Jobs;
using Xunit;

namespace AlignZeg.Grains.Tests.Jobs;

public sealed class JobStateTests
{
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
    }

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
        var counts = state.Count([]);
        Assert.Equal((25, 23, 2, 0), (counts.Total, counts.Ok, counts.Failed, counts.Pending()));
        Assert.Equal(2, counts.FailuresByReason["empty"]);
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
