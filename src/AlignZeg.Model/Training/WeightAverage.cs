namespace AlignZeg.Model.Training;

/// <summary>The exponential moving average of a module's parameters: a' = d·a + (1 - d)·w after every step.</summary>
internal sealed class WeightAverage
{
    private readonly List<(string Name, Parameter Weight, Tensor Mean)> _means;
    private readonly double _decay;

    /// <param name="module">Whose parameters.</param> <param name="decay">d, 0..1.</param>
    public WeightAverage(nn.Module module, double decay)
    {
        using var none = no_grad();
        _decay = decay;
        _means = [.. module.named_parameters().Select(p => (p.name, p.parameter, p.parameter.detach().clone()))];
    }

    /// <summary>The averages by name.</summary>
    public IEnumerable<(string Name, Tensor Value)> Values => _means.Select(m => (m.Name, m.Mean));

    /// <summary>Takes the weights of a step in.</summary>
    public void Update()
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        foreach (var (_, weight, mean) in _means) mean.mul_(_decay).add_(weight, alpha: 1 - _decay);
    }

    /// <summary>Gives the module the averages as its weights.</summary>
    public void Apply()
    {
        using var none = no_grad();
        foreach (var (_, weight, mean) in _means) weight.copy_(mean);
    }
}
