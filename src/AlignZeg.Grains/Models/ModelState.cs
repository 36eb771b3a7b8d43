using AlignZeg.Abstractions.Models;

namespace AlignZeg.Grains.Models;

/// <summary>What a model's name stands for.</summary>
internal sealed class ModelState
{
    /// <summary>The bundle; null until one is registered.</summary>
    public ModelBundle? Bundle { get; set; }
}
