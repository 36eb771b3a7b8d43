namespace AlignZeg.Abstractions.Models;

/// <summary>No model of that name is registered.</summary>
[GenerateSerializer, Alias("alignzeg.model-not-found")]
public sealed class ModelNotFoundException : Exception
{
    /// <summary>Names the model that is missing.</summary>
    public ModelNotFoundException(string model) : base($"No model is named '{model}'; register it first.")
    {
    }
}
