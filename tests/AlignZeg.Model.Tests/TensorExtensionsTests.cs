namespace AlignZeg.Model.Tests;

public sealed class TensorExtensionsTests
{
    [Fact]
    public void Numbers_AreInRowMajorOrder_HoweverTheTensorIsStrided()
    {
        using var scope = NewDisposeScope();
        var table = arange(6, ScalarType.Float32).reshape(2, 3);
        Assert.Equal([0, 1, 2, 3, 4, 5], table.ToNumbers<float>());
        Assert.Equal([0, 3, 1, 4, 2, 5], table.mT.ToNumbers<float>());
        Assert.Equal([1, 4], table.select(1, 1).ToNumbers<float>());
        Assert.Equal([7, 7, 7], full(1, 7.0f).expand(3).ToNumbers<float>());
    }

    [Fact]
    public void Numbers_OfEveryTypeInUse_AreThoseOfTheTensor()
    {
        using var scope = NewDisposeScope();
        Assert.Equal([255], tensor(new byte[] { 255 }).ToNumbers<byte>());
        Assert.Equal([long.MinValue], tensor(new[] { long.MinValue }).ToNumbers<long>());
        Assert.Equal([double.Epsilon], tensor(new[] { double.Epsilon }).ToNumbers<double>());
        Assert.Empty(zeros(2, 0).ToNumbers<float>());
        Assert.Equal([3], tensor(3f).ToNumbers<float>());
    }

    [Fact]
    public void NumbersOfAnotherType_AreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("Int32", Assert.Throws<ArgumentException>(() => ones(2, ScalarType.Int32).ToNumbers<float>()).Message, StringComparison.Ordinal); // of the same size
        Assert.Throws<ArgumentException>(() => ones(2).ToNumbers<Half>());
    }

    [Fact]
    public void Numbers_LeaveNoTensor()
    {
        using var scope = NewDisposeScope();
        var table = ones(2, 3);
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        table.ToNumbers<float>();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
