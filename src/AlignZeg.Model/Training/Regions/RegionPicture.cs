namespace AlignZeg.Model.Training.Regions;

/// <summary>A picture and regions of it.</summary>
/// <param name="Picture">At the network's input size.</param> <param name="Regions">At least one.</param>
public sealed record RegionPicture(TrainingImage Picture, IReadOnlyList<Region> Regions);

/// <summary>A part of a picture as a proposal would have it.</summary>
/// <param name="Mask">[H, W], true inside.</param> <param name="Label">0 background, i + 1 class i.</param>
public sealed record Region(bool[] Mask, int Label);
