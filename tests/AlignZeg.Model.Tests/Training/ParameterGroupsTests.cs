using AlignZeg.Model.Training;

namespace AlignZeg.Model.Tests.Training;

public sealed class ParameterGroupsTests
{
    [Fact]
    public void Split_FreesNormsAndEmbeddings_ButNotTheNormsOfTheFusion()
    {
        using var bundle = TinyModels.Bundle();
        var (decaying, free) = ParameterGroups.Split(bundle.Network);
        var all = bundle.Network.named_parameters().Select(p => p.name).ToHashSet();
        Assert.Equal(all.Count, decaying.Count + free.Count);
        Assert.Equal(all, decaying.Concat(free).Select(p => p.Name).ToHashSet());
        var freed = free.Select(p => p.Name).ToList();
        Assert.Contains("extraction.query", freed);
        Assert.Contains("extraction.query_position", freed);
        Assert.All(free, p => Assert.True(p.Parameter.dim() == 1 || p.Name.Contains("query", StringComparison.Ordinal), p.Name)); // norms have vectors only
        Assert.Contains("extraction.encoder.fine.1.weight", freed); // a GroupNorm without a name of its own
        Assert.Contains("extraction.fusion.0.norm.weight", decaying.Select(p => p.Name));
        Assert.Contains("classification.background", decaying.Select(p => p.Name));
    }

    // One step of AdamW without a gradient: what decays shrinks by rate times decay, the rest stays.
    [Fact]
    public void Optimizer_DecaysWhatItSays()
    {
        using var scope = NewDisposeScope();
        using var bundle = TinyModels.Bundle();
        var before = bundle.Network.state_dict().ToDictionary(p => p.Key, p => p.Value.clone());
        var optimizer = ParameterGroups.Optimizer(bundle.Network, new() { DecayAll = false, LearningRate = .1, WeightDecay = .5 });
        foreach (var parameter in bundle.Network.parameters()) parameter.grad = zeros_like(parameter);
        optimizer.step();
        var after = bundle.Network.state_dict();
        Golden.AssertClose(before["extraction.query"], after["extraction.query"], 0);
        Golden.AssertClose(before["extraction.fusion.0.norm.weight"] * .95, after["extraction.fusion.0.norm.weight"], 1e-7);
        Golden.AssertClose(before["classification.background"] * .95, after["classification.background"], 1e-7);
    }
}
