using AlignZeg.Grains.Workers;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AlignZeg.Grains.Tests.Workers;

public sealed class WorkPaceTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkPace _pace;

    public WorkPaceTests() => _pace = new(new() { LeaseImages = 100, MaxBatchImages = 4, LeaseTarget = TimeSpan.FromSeconds(2) }, _time);

    [Fact]
    public void Lease_BeginsWithABatch_AndGrowsToTheTarget()
    {
        Assert.Equal(4, _pace.LeaseImages);
        Work(4, seconds: 0.2); // 20 images/s
        Assert.Equal(40, _pace.LeaseImages);
    }

    [Theory, InlineData(0.000001, 100), InlineData(1000, 4)]
    public void Lease_StaysWithinABatchAndTheMost(double seconds, int images)
    {
        Work(4, seconds);
        Assert.Equal(images, _pace.LeaseImages);
    }

    [Fact]
    public void TimeWithoutWork_DoesNotCount()
    {
        Work(4, seconds: 0.2);
        _time.Advance(TimeSpan.FromHours(1));
        Work(4, seconds: 0.2);
        Assert.Equal(40, _pace.LeaseImages);
    }

    [Fact]
    public void Pace_FollowsWhatIsLate()
    {
        Work(4, seconds: 0.2);
        for (int i = 0; i < 10; i++) Work(4, seconds: 0.4);
        Assert.Equal(20, _pace.LeaseImages);
        _pace.Finished(0); // given back whole: says nothing
        Assert.Equal(20, _pace.LeaseImages);
    }

    private void Work(int images, double seconds)
    {
        _pace.Took(wasIdle: true);
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _pace.Finished(images);
    }
}
