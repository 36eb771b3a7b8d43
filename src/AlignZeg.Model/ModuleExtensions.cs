namespace AlignZeg.Model;

/// <summary>Modules as sets of weights.</summary>
internal static class ModuleExtensions
{
    /// <summary>Takes the weights of a module that has at least the same ones, by name; their numbers are converted, their device is not changed.</summary>
    /// <exception cref="KeyNotFoundException">The other module lacks one.</exception>
    public static void CopyFrom(this nn.Module to, nn.Module from)
    {
        using var none = no_grad();
        var weights = from.state_dict();
        foreach (var (name, value) in to.state_dict()) value.copy_(weights[name]);
    }
}
