namespace AlignZeg.Model;

/// <summary>
/// Products of inference that fail as exceptions. TorchSharp (0.107) does not guard <c>matmul</c>: what fails in it, memory too, ends the process; <c>mm</c> and <c>bmm</c> are guarded.
/// The folding is torch's own for <c>matmul</c>, and so are the bits.
/// </summary>
internal static class Products
{
    /// <summary>A·B: a table for all rows, or one matrix per batch.</summary>
    /// <param name="a">[.., N, K].</param> <param name="b">[K, M], or [.., K, M] with leading axes that broadcast against a's.</param> <returns>[.., N, M].</returns>
    /// <exception cref="System.Runtime.InteropServices.ExternalException">Shapes do not fit, or there is no memory.</exception>
    public static Tensor Of(Tensor a, Tensor b)
    {
        if (a.dim() == 2 && b.dim() == 2) return a.mm(b);
        using var scope = NewDisposeScope();
        return (b.dim() == 2 && (b.requires_grad || IsTable(a)) ? Folded(a, b) : Batched(a, b)).MoveToOuterDisposeScope();
    }

    // Whether its leading axes are rows as they lie in memory; others are not copied together.
    private static bool IsTable(Tensor a)
    {
        var (shape, stride) = (a.shape, a.stride());
        return a.numel() == 0 || Enumerable.Range(0, shape.Length - 2).All(axis => stride[axis] == stride[axis + 1] * shape[axis + 1]);
    }

    // All leading axes are rows.
    private static Tensor Folded(Tensor a, Tensor b) =>
        a.reshape(-1, a.size(-1)).mm(b).view([.. Leading(a), a.size(-2), b.size(-1)]);                              // [.., N, M]

    // All leading axes are one.
    private static Tensor Batched(Tensor a, Tensor b)
    {
        long[] leading = Broadcast(Leading(a), Leading(b));
        var (rows, columns) = (Stacked(a, leading), Stacked(b, leading));                                           // [P, N, K], [P, K, M]
        return rows.bmm(columns).view([.. leading, a.size(-2), b.size(-1)]);                                        // [.., N, M]
    }

    private static Tensor Stacked(Tensor x, long[] leading) =>
        x.expand([.. leading, x.size(-2), x.size(-1)]).reshape(leading.Aggregate(1L, (count, axis) => count * axis), x.size(-2), x.size(-1));

    private static long[] Leading(Tensor x) => x.shape[..^2];

    private static long[] Broadcast(long[] a, long[] b)
    {
        int axes = Math.Max(a.Length, b.Length);
        return [.. Enumerable.Range(0, axes).Select(axis => Math.Max(At(a, axis - axes + a.Length), At(b, axis - axes + b.Length)))];
    }

    private static long At(long[] shape, int axis) => axis < 0 ? 1 : shape[axis];
}
