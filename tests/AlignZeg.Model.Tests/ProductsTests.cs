using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests;

public sealed class ProductsTests
{
    private const long Huge = 1L << 25;

    public static TheoryData<long[], long[]> Shapes() => new()
    {
        { [3, 5], [5, 7] },
        { [2, 16, 64], [64, 21] },
        { [2, 3, 4, 8], [8, 9] },
        { [2, 16, 64], [2, 64, 1024] },
        { [2, 1, 16, 8], [2, 4, 8, 100] },
        { [2, 4, 16, 8], [2, 4, 8, 100] },
        { [1, 12, 100, 64], [1, 12, 64, 1600] },
        { [2, 0, 64], [64, 21] },
        { [2, 16, 64], [64, 0] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Product_HasTheBitsOfMatmul(long[] a, long[] b)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        manual_seed(7);
        var (left, right) = (randn(a), randn(b));
        AssertSame(left.matmul(right), Products.Of(left, right));
        AssertSame(left.matmul(right.mT.contiguous().mT), Products.Of(left, right.mT.contiguous().mT)); // as text is: a transposed table
        AssertSame(left.mT.contiguous().mT.matmul(right), Products.Of(left.mT.contiguous().mT, right));
    }

    [Fact]
    public void Product_LeavesOneTensor()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (randn(2, 1, 16, 8), randn(2, 4, 8, 100));
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Products.Of(left, right);
        Assert.Equal(live + 1, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // With matmul these would end this process.
    [Fact]
    public void ProductThatDoesNotFit_IsExhaustion_InEveryForm()
    {
        using var scope = NewDisposeScope();
        var (column, row) = (zeros(1, 1).expand(Huge, 1), zeros(1, 1).expand(1, Huge));
        foreach (var (a, b) in new[] { (column, row), (column.unsqueeze(0), row), (column.unsqueeze(0), row.unsqueeze(0)) })
        {
            var exception = Assert.ThrowsAny<Exception>(() => Products.Of(a, b));
            Assert.True(DeviceMemory.IsExhausted(exception), exception.Message);
        }
    }

    [Fact]
    public void ShapesThatDoNotFit_AreAnException()
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(() => Products.Of(zeros(2, 3, 4), zeros(5, 6)));
        Assert.ThrowsAny<Exception>(() => Products.Of(zeros(2, 3, 4), zeros(3, 4, 6)));
    }

    private static void AssertSame(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        if (expected.numel() > 0) Assert.Equal(expected.contiguous().data<float>().ToArray(), actual.contiguous().data<float>().ToArray());
    }
}
