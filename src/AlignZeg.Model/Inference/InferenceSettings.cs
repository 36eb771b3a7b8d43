namespace AlignZeg.Model.Inference;

/// <summary>What a model does with names and pictures unless a vocabulary says otherwise; all of it is covered by the model's hash.</summary>
/// <param name="Templates">Prompts with <c>{}</c> where the name goes.</param>
/// <param name="ClaimThreshold">Score below which no class claims a pixel, 0..1.</param>
/// <param name="ShortSide">Of the input, pixels; null for a CLIP alone, where it follows from the size of its training images.</param>
/// <param name="LongestSide">Of the input, pixels; null as above.</param>
public sealed record InferenceSettings(IReadOnlyList<string> Templates, double ClaimThreshold, int? ShortSide = null, int? LongestSide = null);
