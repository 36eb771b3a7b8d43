namespace AlignZeg.Datasets.Metrics;

/// <summary>A segment of a panoptic map.</summary>
/// <param name="Id">Its id in the map, above 0.</param> <param name="Category">Its category.</param>
/// <param name="IsCrowd">Whether it is a region of uncountable objects: it matches nothing and is missed by nobody.</param>
public readonly record struct PanopticSegment(int Id, int Category, bool IsCrowd = false);
