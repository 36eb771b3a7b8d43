namespace AlignZeg.Model.Training;

/// <summary>Which proposal of a batch stands for which class mask.</summary>
/// <param name="Image">Index of the image, per match.</param> <param name="Proposal">Index of the proposal.</param> <param name="Class">Index of the class.</param>
internal sealed record Matches(long[] Image, long[] Proposal, long[] Class)
{
    /// <summary>Hungarian matching per image, without gradient. Cost: 2·(-p(y)) + 5·BCE + 5·dice [SAN].</summary>
    /// <param name="probabilities">Of seen classes, [B, N, C].</param> <param name="costs">[B, N, C] each.</param> <param name="present">Classes per image.</param>
    public static Matches Find(Tensor probabilities, MaskCosts costs, IReadOnlyList<IReadOnlyList<int>> present)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var cost = (-2 * probabilities + 5 * costs.CrossEntropy + 5 * costs.Dice).detach().cpu();
        var (count, classes) = ((int)cost.size(1), (int)cost.size(2));
        var flat = cost.ToNumbers<float>();
        var (image, proposal, label) = (new List<long>(), new List<long>(), new List<long>());
        for (int b = 0; b < present.Count; b++)
        {
            var wanted = present[b].Take(count).ToArray();
            var matrix = new double[wanted.Length, count];
            for (int g = 0; g < wanted.Length; g++)
                for (int n = 0; n < count; n++) matrix[g, n] = flat[(b * count + n) * classes + wanted[g]];
            var columns = LinearAssignment.Solve(matrix);
            image.AddRange(wanted.Select(_ => (long)b));
            proposal.AddRange(columns.Select(c => (long)c));
            label.AddRange(wanted.Select(c => (long)c));
        }

        return new([.. image], [.. proposal], [.. label]);
    }

    /// <summary>The entries of [B, N, C] at the matches.</summary>
    /// <returns>[matches].</returns>
    public Tensor Gather(Tensor values) => values.index(TensorIndex.Tensor(Image), TensorIndex.Tensor(Proposal), TensorIndex.Tensor(Class));

    /// <summary>The rows of [B, N, ..] at the matches.</summary>
    /// <returns>[matches, ..].</returns>
    public Tensor GatherRows(Tensor values) => values.index(TensorIndex.Tensor(Image), TensorIndex.Tensor(Proposal));

    /// <summary>1 for every proposal without a match, [B, N].</summary>
    public Tensor Unmatched(long images, long proposals, Device device)
    {
        var unmatched = ones(images, proposals, device: device);
        if (Image.Length > 0) unmatched.index_put_(zeros(Image.Length, device: device), TensorIndex.Tensor(Image), TensorIndex.Tensor(Proposal));
        return unmatched;
    }
}
