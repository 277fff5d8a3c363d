namespace Pinfold.Bench.Fence;

/// <summary>Numbers of one kind, and what is said about them.</summary>
internal sealed class Sample
{
    private readonly List<double> _values = [];

    internal void Add(double value) => _values.Add(value);

    internal double Median => At(0.5);

    internal double Ninety => At(0.9);

    internal double NinetyNine => At(0.99);

    internal int Count => _values.Count;

    private double At(double part)
    {
        if (_values.Count == 0) return double.NaN;
        var sorted = _values.Order().ToArray();
        return sorted[(int)(part * (sorted.Length - 1))];
    }
}
