using AlignZeg.Grains.Shards;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AlignZeg.Grains.Tests.Shards;

public sealed class LeaseTableTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LeaseTable _leases;
    private int _expired;

    public LeaseTableTests() => _leases = new(_time, TimeSpan.FromSeconds(30), count => _expired += count);

    [Fact]
    public void Lease_EndsWithItsTime()
    {
        var lease = _leases.Grant([1, 2]);
        _time.Advance(TimeSpan.FromSeconds(29));
        _leases.DropExpired();
        Assert.True(_leases.IsLeased(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _leases.UntilFirstExpiry);
        _time.Advance(TimeSpan.FromSeconds(1));
        _leases.DropExpired();
        Assert.False(_leases.IsLeased(1));
        Assert.False(_leases.Renew(lease));
        Assert.Null(_leases.UntilFirstExpiry);
        Assert.Equal(1, _expired);
    }

    [Fact]
    public void Renewal_BeginsTheTimeAnew()
    {
        var lease = _leases.Grant([1]);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(_leases.Renew(lease));
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.True(_leases.Renew(lease));
    }

    [Fact]
    public void Renewal_ComesTooLate_ForALeaseThatRanOut()
    {
        var lease = _leases.Grant([1]);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(_leases.Renew(lease));
    }

    [Fact]
    public void Lease_IsOver_WhenItsLastImageIsFinished()
    {
        var lease = _leases.Grant([1, 2]);
        _leases.Finish(1);
        Assert.Equal(1, _leases.Images);
        _leases.Finish(2);
        _leases.Finish(2);
        Assert.False(_leases.Renew(lease));
    }

    [Fact]
    public void GivenBackImages_AreFree_AndTheLeaseIsUnknownAfterwards()
    {
        var lease = _leases.Grant([1, 2]);
        _leases.GiveBack(lease);
        _leases.GiveBack(lease);
        Assert.Equal(0, _leases.Images);
        Assert.False(_leases.IsRevoked(lease));
    }

    [Fact]
    public void RevokedLease_IsRemembered()
    {
        var lease = _leases.Grant([1]);
        _leases.RevokeAll();
        Assert.True(_leases.IsRevoked(lease));
        Assert.False(_leases.IsLeased(1));
        Assert.False(_leases.IsRevoked(_leases.Grant([1])));
    }

    [Fact]
    public void NextTable_GoesOnWithWhatIsInHand_ButForWhatHasAResult()
    {
        var (some, done) = (_leases.Grant([2, 3]), _leases.Grant([4]));
        var held = _leases.Held();
        var next = new LeaseTable(new FakeTimeProvider(_time.GetUtcNow() - TimeSpan.FromHours(1)), TimeSpan.FromSeconds(30), count => _expired += count);
        next.TakeUp(held, new HashSet<int> { 1, 3, 5 });
        Assert.Equal([3], Enumerable.Range(0, 6).Where(next.IsLeased));
        Assert.Equal(TimeSpan.FromSeconds(30), next.UntilFirstExpiry);
        Assert.Equal((true, false), (next.Renew(some), next.Renew(done)));
        Assert.Empty(next.RevokeAll()); // nobody is there to be told
        Assert.True(next.IsRevoked(some));
    }
}
