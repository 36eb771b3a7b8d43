using System.Runtime.InteropServices;
using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Tests.Inference;

public sealed class DeviceMemoryTests
{
    // More than any machine has: torch itself says what it says then.
    [Fact]
    public void TensorThatDoesNotFit_IsExhaustion()
    {
        using var scope = NewDisposeScope();
        var exception = Assert.ThrowsAny<Exception>(() => zeros([1L << 50], dtype: ScalarType.Float32));
        Assert.True(DeviceMemory.IsExhausted(exception), exception.Message);
        Assert.True(DeviceMemory.IsExhausted(new InvalidOperationException("a batch failed", exception)));
    }

    // The largest product of inference, classes by pixels: its failure has to be an exception, not the end of the process.
    [Fact]
    public void ProductThatDoesNotFit_IsExhaustion()
    {
        using var scope = NewDisposeScope();
        var (classes, pixels) = (zeros(1, 1).expand(1L << 25, 1), zeros(1, 1).expand(1, 1L << 25));
        var exception = Assert.ThrowsAny<Exception>(() => classes.mm(pixels));
        Assert.True(DeviceMemory.IsExhausted(exception), exception.Message);
    }

    [Fact]
    public void OtherFaultsOfTorch_AreNot()
    {
        using var scope = NewDisposeScope();
        var exception = Assert.ThrowsAny<ExternalException>(() => zeros(2, 3).reshape(4));
        Assert.False(DeviceMemory.IsExhausted(exception), exception.Message);
        Assert.False(DeviceMemory.IsExhausted(new InvalidOperationException("out of memory"))); // somebody else's words
    }

    // As CUDA's allocator and cuBLAS put it; what the type is follows from the test above.
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 20.00 GiB. GPU 0 has a total capacity of 79.11 GiB of which 5.06 GiB is free.")]
    [InlineData("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`")]
    [InlineData("CUDA error: out of memory")]
    public void WordsOfCuda_AreExhaustion(string message) => Assert.True(DeviceMemory.IsExhausted(new SEHException(message)));

    [Fact]
    public void RuntimeWithoutMemory_IsExhaustion() =>
        Assert.True(DeviceMemory.IsExhausted(Assert.Throws<OutOfMemoryException>(() => new string('x', int.MaxValue))));
}
