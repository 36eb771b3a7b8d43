using AlignZeg.Abstractions.Jobs;
using AlignZeg.Grains.Reuse;
using Xunit;

namespace AlignZeg.Grains.Tests.Reuse;

public sealed class ResultFingerprintTests
{
    [Fact]
    public void Fingerprint_DiffersByEachPart()
    {
        string[] all =
        [
            ResultFingerprint.Of("m", "v", new(), "cpu"),
            ResultFingerprint.Of("n", "v", new(), "cpu"),
            ResultFingerprint.Of("m", "w", new(), "cpu"),
            ResultFingerprint.Of("m", "v", new(Confidence: true), "cpu"),
            ResultFingerprint.Of("m", "v", new(Overlay: true), "cpu"),
            ResultFingerprint.Of("m", "v", new(Confidence: true, Overlay: true), "cpu"),
            ResultFingerprint.Of("m", "v", new(), "cuda:0"),
            ResultFingerprint.Of("m", "v", new(), "cpu", JobTiling.Auto),
            ResultFingerprint.Of("m", "v", new(), "cpu", JobTiling.Auto with { Overlap = 0 }),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, one => Assert.Matches("^[0-9a-f]{32}$", one));
    }

    [Fact]
    public void Fingerprint_IsTheSame_OnEveryDeviceOfAKind()
    {
        Assert.Equal(ResultFingerprint.Of("m", "v", new JobOutputs(), "cpu"), ResultFingerprint.Of("m", "v", new JobOutputs(), "cpu#3"));
        Assert.Equal(ResultFingerprint.Of("m", "v", new JobOutputs(), "cuda:0"), ResultFingerprint.Of("m", "v", new JobOutputs(), "cuda:1#2"));
    }
}
