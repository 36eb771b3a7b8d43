using AlignZeg.Grains.Workers;
using AlignZeg.Model.Inference;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class BatchLimitsTests
{
    private static readonly InputSize Large = new(640, 640), Small = new(64, 64);
    private readonly BatchLimits _limits = new(most: 8);

    [Fact]
    public void Limit_IsRemembered_PerModelAndSize()
    {
        _limits.Halve("m", Large, 8);
        _limits.Halve("m", Large, 4);
        Assert.Equal([2, 8, 8], [_limits.Of("m", Large), _limits.Of("m", Small), _limits.Of("n", Large)]);
        _limits.Halve("m", Large, 1);
        Assert.Equal(1, _limits.Of("m", Large));
    }

    [Fact]
    public void Limit_GrowsSlowly_WithFullBatchesOnly()
    {
        _limits.Halve("m", Large, 8);
        for (int i = 0; i < 100; i++) _limits.Fit("m", Large, 3);
        Assert.Equal(4, _limits.Of("m", Large));
        for (int i = 0; i < BatchLimits.GrowAfter; i++)
        {
            Assert.Equal(4, _limits.Of("m", Large));
            _limits.Fit("m", Large, 4);
        }

        Assert.Equal(5, _limits.Of("m", Large));
        for (int i = 0; i < 3 * BatchLimits.GrowAfter; i++) _limits.Fit("m", Large, _limits.Of("m", Large));
        Assert.Equal(8, _limits.Of("m", Large));
        for (int i = 0; i < 3 * BatchLimits.GrowAfter; i++) _limits.Fit("m", Large, 8);
        Assert.Equal(8, _limits.Of("m", Large));
    }
}
