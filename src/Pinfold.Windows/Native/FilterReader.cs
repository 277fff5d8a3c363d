namespace Pinfold.Windows.Native;

/// <summary>Looks at a filter in the platform's memory.</summary>
internal unsafe delegate void FilterReader(FWPM_FILTER0* filter);
