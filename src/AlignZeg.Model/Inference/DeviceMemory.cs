using System.Runtime.InteropServices;

namespace AlignZeg.Model.Inference;

/// <summary>What torch says when a device has no memory left.</summary>
/// <remarks>
/// Only operations that TorchSharp guards say it. <c>matmul</c> is not among them (0.107): what fails in it ends the process. <c>mm</c> and <c>bmm</c> are, and give
/// the same bits; products of inference are written with them, see <see cref="Products"/>.
/// </remarks>
public static class DeviceMemory
{
    // Of CUDA's allocator, cuBLAS and cuDNN, and torch's allocator on the CPU (which says either, depending on the system).
    private static readonly string[] Complaints =
        ["out of memory", "ALLOC_FAILED", "can't allocate memory", "not enough memory", "Cannot allocate memory"];

    /// <summary>Whether an exception, or one that it was made of, means that memory is exhausted: smaller work may succeed, and so may the same work later.</summary>
    public static bool IsExhausted(Exception? exception) => exception switch
    {
        null => false,
        OutOfMemoryException => true,
        ExternalException when Complaints.Any(complaint => exception.Message.Contains(complaint, StringComparison.OrdinalIgnoreCase)) => true,
        _ => IsExhausted(exception.InnerException),
    };
}
