using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class LearningRateTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Constant, 0, .25)]
    [InlineData(LearningRateSchedule.Constant, 3, 1)]
    [InlineData(LearningRateSchedule.Constant, 99, 1)]
    [InlineData(LearningRateSchedule.Cosine, 4, 1)]
    [InlineData(LearningRateSchedule.Cosine, 54, .5)]
    [InlineData(LearningRateSchedule.Cosine, 104, 0)]
    [InlineData(LearningRateSchedule.Poly, 4, 1)]
    [InlineData(LearningRateSchedule.Poly, 54, .535886731268146)] // .5^.9
    [InlineData(LearningRateSchedule.Poly, 104, 0)]
    public void At_FollowsTheSchedule(LearningRateSchedule schedule, int step, double share) =>
        Assert.Equal(2 * share, new LearningRate(schedule, 2, 104, WarmUp: 4).At(step), 12);

    [Fact]
    public void At_WithoutWarmUp_StartsAtThePeak() => Assert.Equal(1e-4, new LearningRate(LearningRateSchedule.Poly, 1e-4, 60_000, WarmUp: 0).At(0));
}
