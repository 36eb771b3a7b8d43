namespace AlignZeg.Model.BiasCorrection;

/// <summary>L_bc: mean binary cross-entropy of phi, 0 for matched proposals of seen classes, 1 for their surrogates of unseen ones, as many of each (method 7.1).</summary>
internal static class IndicatorLoss
{
    /// <param name="seen">phi of proposals of seen classes, [M].</param> <param name="unseen">phi of surrogates, [M].</param> <returns>A scalar; 0 if M is 0.</returns>
    public static Tensor Of(Tensor seen, Tensor unseen)
    {
        if (seen.size(0) == 0) return zeros(1, device: seen.device).sum();
        using var scope = NewDisposeScope();
        return ((functional.softplus(seen).mean() + functional.softplus(-unseen).mean()) / 2).MoveToOuterDisposeScope();
    }

    /// <summary>Draws pseudo-unseen classes and, of a pool, as many proposals of theirs as of the others. Randomness is torch's, on the CPU.</summary>
    /// <param name="labels">Of the pool, [M].</param> <param name="classes">C.</param> <param name="share">Of the classes, 0..1; at least one is drawn, at least one stays.</param>
    /// <returns>Classes that stay seen, and rows of the pool: of classes that stay, and of those drawn; equally many.</returns>
    public static (long[] Kept, long[] Seen, long[] Unseen) DrawPseudoUnseen(long[] labels, int classes, double share)
    {
        using var scope = NewDisposeScope();
        var order = randperm(classes).ToNumbers<long>();
        var rows = randperm(labels.Length).ToNumbers<long>();
        int count = Math.Clamp((int)Math.Round(share * classes), 1, Math.Max(1, classes - 1));
        var drawn = order[..Math.Min(count, classes)].ToHashSet();
        var unseen = rows.Where(row => drawn.Contains(labels[row])).ToArray();
        var seen = rows.Where(row => !drawn.Contains(labels[row])).ToArray();
        int equal = Math.Min(seen.Length, unseen.Length);
        return ([.. order.Skip(count).Order()], seen[..equal], unseen[..equal]);
    }
}
