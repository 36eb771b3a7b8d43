namespace AlignZeg.Datasets.Worlds;

/// <summary>
/// The embedded world: materials with names that share no word, so that training on seen classes teaches nothing about unseen ones but the image-text space itself.
/// Everything follows from the seed, and the split was drawn before any training run (method: the project's feasibility studies).
/// </summary>
public sealed class World
{
    /// <summary>Seed of the world that the shipped model knows.</summary>
    public const long DefaultSeed = 2024;

    /// <summary>The name under which background stands in vocabularies and label maps of the world; always id 0.</summary>
    public const string BackgroundName = "background";

    private static readonly string[] Names =
    [
        "amber", "basalt", "canvas", "denim", "ebony", "flannel", "granite", "hemp", "ivory", "jade", "khaki", "linen", "marble", "nylon", "opal", "plaid",
        "quartz", "rattan", "satin", "tweed", "umber", "velvet", "wicker", "yarn", "zinc", "birch", "cork", "felt", "gauze", "lace", "moss", "slate",
    ];

    private World(IReadOnlyList<Material> materials, IReadOnlyList<bool> seen) => (Materials, Seen) = (materials, seen);

    /// <summary>The classes, in the order of their label ids 1..32 (0 is background).</summary>
    public IReadOnlyList<Material> Materials { get; }

    /// <summary>Per material: whether a model may be trained with its masks.</summary>
    public IReadOnlyList<bool> Seen { get; }

    /// <summary>Draws the materials and the split (24 seen, 8 unseen).</summary>
    public static World Create(long seed = DefaultSeed)
    {
        var random = new SeededRandom(seed, 1);
        var materials = new List<Material>();
        for (int i = 0; i < Names.Length; i++) materials.Add(Draw(Names[i], (PatternFamily)(i % 10), materials, random));
        return new World(materials, []).WithSplit(seed);
    }

    /// <summary>The same materials with another random split: three quarters seen.</summary>
    /// <param name="seed">Of the split; that of the world gives the split that <see cref="Create"/> draws.</param>
    public World WithSplit(long seed)
    {
        var order = Enumerable.Range(0, Materials.Count).ToArray();
        new SeededRandom(seed, 2).Shuffle(order.AsSpan());
        var unseen = order.Take(Materials.Count / 4).ToHashSet();
        return new(Materials, [.. Enumerable.Range(0, Materials.Count).Select(i => !unseen.Contains(i))]);
    }

    /// <summary>Names of the seen or the unseen materials.</summary>
    public IReadOnlyList<string> NamesOf(bool seen) => [.. Materials.Where((_, i) => Seen[i] == seen).Select(m => m.Name)];

    private static Material Draw(string name, PatternFamily family, List<Material> others, SeededRandom random)
    {
        for (int attempt = 0; ; attempt++)
        {
            double period = random.Uniform(5, 9), duty = random.Uniform(.38, .62), aspect = random.Uniform(.8, 1.5);
            Radiance first = Colour(random), second = Colour(random);
            if (first.DistanceTo(second) < .3) continue;
            double nearest = others.Count == 0 ? 9 : others.Min(o => Distance(o, first, second));
            if (nearest > (attempt < 500 ? .22 : .1)) return new(name, family, period, duty, aspect, first, second);
        }
    }

    private static double Distance(Material other, Radiance first, Radiance second) => Math.Min(
        other.First.DistanceTo(first) + other.Second.DistanceTo(second), other.First.DistanceTo(second) + other.Second.DistanceTo(first));

    private static Radiance Colour(SeededRandom random)
    {
        double hue = random.Uniform(0, 6), saturation = random.Uniform(.15, .95), value = random.Uniform(.25, 1);
        double Channel(double offset)
        {
            double k = (hue + offset) % 6;
            return value - value * saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1);
        }

        return new(Channel(5), Channel(3), Channel(1));
    }
}
