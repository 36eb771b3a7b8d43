using AlignZeg.Abstractions.Datasets;
using AlignZeg.Grains.Datasets.Imports;
using Xunit;

namespace AlignZeg.Grains.Tests.Datasets;

public sealed class ImportStateTests
{
    private static readonly ImportRequest Request = new("https://a.blob.core.windows.net/c", "sig=SECRET", "photos/");
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void SameRequest_IsTheSameImport_WithTheNewerSignature_AndAnotherIsAConflict()
    {
        var state = Accepted();
        Assert.False(state.Accept("t/d/i", Request));
        Assert.True(state.Accept("t/d/i", Request with { Signature = "sig=NEWER" }));
        Assert.Equal("sig=NEWER", state.Signature);
        Assert.Throws<ImportConflictException>(() => state.Accept("t/d/i", Request with { Prefix = "" }));
        Assert.Throws<ImportConflictException>(() => state.Accept("t/d/i", Request with { Container = "https://b.blob.core.windows.net/c" }));
    }

    [Fact]
    public void Signature_IsNeverPartOfTheRequest_AndGoneAtTheEnd()
    {
        var (failed, completed) = (Accepted(), Accepted());
        Assert.Equal("", failed.Request!.Signature);
        Assert.DoesNotContain("SECRET", $"{Request}", StringComparison.Ordinal);
        failed.Fail("no");
        completed.Complete(new(1, "feed", 1, 1));
        Assert.Null(failed.Signature);
        Assert.Null(completed.Signature);
        Assert.False(completed.Accept("t/d/i", Request));
        Assert.Null(completed.Signature);
    }

    [Fact]
    public void FailedImport_GoesOnWhereItWas_WhenItIsStartedAgain()
    {
        var state = Accepted();
        state.Take(new([new("a.png", "feed", 3)], [new("b.txt", "not_an_image")], 0, "page 2"));
        state.Fail("no");
        Assert.True(state.Accept("t/d/i", Request));
        Assert.Equal((ImportPhase.Running, 1, "page 2", 1, 3L, 1, null), (state.Phase, state.Steps, state.Continuation, state.Images, state.Bytes, state.SkippedCount, state.Problem));
        state.Take(new([], [], 0, null));
        Assert.True(state.IsListed);
    }

    [Fact]
    public void ContainerThatIsAway_IsWaitedFor_ButNotForEver()
    {
        var state = Accepted();
        Assert.False(state.Wait("away", Noon, TimeSpan.FromHours(1)));
        Assert.False(state.Wait("away", Noon.AddMinutes(59), TimeSpan.FromHours(1)));
        Assert.Equal((ImportPhase.Running, "away"), (state.Phase, state.Problem));
        state.Take(new([], [], 0, "more"));
        Assert.Null(state.Problem);
        Assert.False(state.Wait("away", Noon.AddMinutes(70), TimeSpan.FromHours(1)));
        Assert.True(state.Wait("away", Noon.AddMinutes(131), TimeSpan.FromHours(1)));
        Assert.Equal(ImportPhase.Failed, state.Phase);
    }

    [Fact]
    public void SkippedBlobs_AreCounted_AndTheFirstHundredTold()
    {
        var state = Accepted();
        for (int step = 0; step < 3; step++) state.Take(new([], [.. Enumerable.Range(0, 60).Select(i => new SkippedBlob($"{step}-{i}", "empty"))], 0, "more"));
        Assert.Equal((180, 100), (state.SkippedCount, state.Status().Skipped.Count));
    }

    private static ImportState Accepted()
    {
        var state = new ImportState();
        Assert.True(state.Accept("t/d/i", Request));
        return state;
    }
}
