using System.ComponentModel.DataAnnotations;
using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class SupervisionOptionsTests
{
    private static readonly bool[] Seen = [true, true, false, true, true, false, true];

    [Fact]
    public void Apply_ByDefault_ChangesNothing() => Assert.Equal(Seen, new SupervisionOptions().Apply(Seen));

    [Fact]
    public void Apply_OfAnOracle_SeesEveryClass() => Assert.All(new SupervisionOptions { Oracle = true }.Apply(Seen), Assert.True);

    [Fact]
    public void Apply_HoldsSeenClassesOut_TheSameForASeed()
    {
        var held = new SupervisionOptions { HeldOut = 2 };
        var applied = held.Apply(Seen);
        Assert.Equal(3, applied.Count(s => s));
        Assert.All(applied.Zip(Seen), pair => Assert.True(pair.Second || !pair.First, "an unseen class became seen"));
        Assert.Equal(applied, held.Apply(Seen));
        Assert.Contains(Enumerable.Range(2, 20), seed => !applied.SequenceEqual((held with { HeldOutSeed = seed }).Apply(Seen)));
    }

    [Fact]
    public void Apply_RefusesWhatLeavesNothing()
    {
        Assert.Throws<ValidationException>(() => new SupervisionOptions { HeldOut = 5 }.Apply(Seen));
        Assert.Throws<ValidationException>(() => new SupervisionOptions { HeldOut = 1, Oracle = true }.Apply(Seen));
    }

    [Fact]
    public void HeldOutClasses_AreHiddenLikeUnseenOnes()
    {
        var data = TinyModels.Data().Under(new() { HeldOut = 1 });
        Assert.Single(data.SeenNames);
        Assert.All(data.SeenOnly().SelectMany(i => i.Labels).Distinct(), label => Assert.Contains(label, new byte[] { 0, 1, 255 }));
    }
}
