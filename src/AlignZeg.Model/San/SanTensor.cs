namespace AlignZeg.Model.San;

/// <summary>One tensor of a SAN checkpoint and where it lies here.</summary>
/// <param name="Name">Its key there.</param> <param name="Layout">What is done on the way.</param>
/// <param name="Targets">Keys here, under "clip." or "network."; three of them for <see cref="SanLayout.Thirds"/>, none for a constant.</param>
internal sealed record SanTensor(string Name, SanLayout Layout, params IReadOnlyList<string> Targets)
{
    /// <summary>SAN's tensor, put together from ours.</summary>
    /// <param name="ours">By key, under "clip." or "network.".</param>
    public Tensor Gather(IReadOnlyDictionary<string, Tensor> ours) => Layout switch
    {
        SanLayout.Same => ours[Targets[0]],
        SanLayout.Thirds => cat([.. Targets.Select(t => ours[t])], 0),
        SanLayout.Transposed => ours[Targets[0]].mT,
        SanLayout.Pointwise => ours[Targets[0]].unsqueeze(-1).unsqueeze(-1),
        _ => throw new InvalidOperationException($"'{Name}' is a constant."),
    };

    /// <summary>SAN's tensor, taken apart into ours.</summary>
    /// <returns>In the order of <see cref="Targets"/>.</returns>
    public IReadOnlyList<Tensor> Scatter(Tensor value) => Layout switch
    {
        SanLayout.Same => [value],
        SanLayout.Thirds => value.chunk(3, 0),
        SanLayout.Transposed => [value.mT],
        SanLayout.Pointwise => [value.squeeze(-1).squeeze(-1)],
        _ => [],
    };
}
